// Witness answers questions about the log's formats with other people's libraries: a line of JSON in, a line of JSON out.
// Keyturn's tests compare the answers with its own.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type question struct {
	Op string `json:"op"`
	// Of all: bytes in base64, as encoding/json has them.
	Entries [][]byte `json:"entries"`
	Index   uint64   `json:"index"`
	Earlier uint64   `json:"earlier"`
	Root    []byte   `json:"root"`
	Path    [][]byte `json:"path"`
	Before  []byte   `json:"before"`
	Between [][]byte `json:"between"`
	Text    string   `json:"text"`
	Note    []byte   `json:"note"`
	Key     string   `json:"key"`
	Folder  string   `json:"folder"`
	Origin  string   `json:"origin"`
}

type answer struct {
	Root       []byte   `json:"root,omitempty"`
	Before     []byte   `json:"before,omitempty"`
	Path       [][]byte `json:"path,omitempty"`
	Between    [][]byte `json:"between,omitempty"`
	Text       string   `json:"text,omitempty"`
	Note       []byte   `json:"note,omitempty"`
	Key        string   `json:"key,omitempty"`
	Size       uint64   `json:"size,omitempty"`
	Origin     string   `json:"origin,omitempty"`
	Unverified int      `json:"unverified,omitempty"`
	Error      string   `json:"error,omitempty"`
}

var operations = map[string]func(question) (answer, error){
	"tree":       tree,
	"sign":       signNote,
	"open":       openNote,
	"checkpoint": checkpoint,
	"canonical":  canonical,
	"fsck":       check,
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		operation, known := operations[q.Op]
		if !known {
			fmt.Fprintln(os.Stderr, "no such operation: "+q.Op)
			os.Exit(1)
		}
		a, err := operation(q)
		if err != nil {
			a.Error = err.Error()
		}
		line, err := json.Marshal(a)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
}
