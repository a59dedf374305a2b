package main

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/cyberphone/json-canonicalization/go/src/webpki.org/jsoncanonicalizer"
	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// tree verifies the asker's proofs, and gives its own roots and proofs of the same tree.
func tree(q question) (answer, error) {
	t := testonly.New(rfc6962.DefaultHasher)
	t.AppendData(q.Entries...)
	size := uint64(len(q.Entries))
	a := answer{Root: t.Hash(), Before: t.HashAt(q.Earlier)}
	var err error
	if a.Path, err = t.InclusionProof(q.Index, size); err != nil {
		return a, err
	}
	if a.Between, err = t.ConsistencyProof(q.Earlier, size); err != nil {
		return a, err
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(q.Entries[q.Index])
	return a, errors.Join(
		proof.VerifyInclusion(rfc6962.DefaultHasher, q.Index, size, leaf, q.Path, q.Root),
		proof.VerifyConsistency(rfc6962.DefaultHasher, q.Earlier, size, q.Between, q.Before, q.Root),
	)
}

// signNote signs a text with a key that it makes.
func signNote(q question) (answer, error) {
	secret, public, err := note.GenerateKey(rand.Reader, q.Origin)
	if err != nil {
		return answer{}, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return answer{}, err
	}
	signed, err := note.Sign(&note.Note{Text: q.Text}, signer)
	return answer{Note: signed, Key: public}, err
}

func openNote(q question) (answer, error) {
	verifier, err := note.NewVerifier(q.Key)
	if err != nil {
		return answer{}, err
	}
	n, err := note.Open(q.Note, note.VerifierList(verifier))
	if err != nil {
		return answer{}, err
	}
	return answer{Text: n.Text, Unverified: len(n.UnverifiedSigs)}, nil
}

func checkpoint(q question) (answer, error) {
	verifier, err := note.NewVerifier(q.Key)
	if err != nil {
		return answer{}, err
	}
	c, _, _, err := log.ParseCheckpoint(q.Note, q.Origin, verifier)
	if err != nil {
		return answer{}, err
	}
	return answer{Origin: c.Origin, Size: c.Size, Root: c.Hash}, nil
}

func canonical(q question) (answer, error) {
	text, err := jsoncanonicalizer.Transform([]byte(q.Text))
	return answer{Text: string(text)}, err
}

// check runs the fsck of Tessera over a folder with the files of a log.
func check(q question) (answer, error) {
	verifier, err := note.NewVerifier(q.Key)
	if err != nil {
		return answer{}, err
	}
	f := fsck.New(q.Origin, verifier, client.FileFetcher{Root: q.Folder}, leaves, fsck.Opts{N: 1})
	return answer{}, f.Check(context.Background())
}

func leaves(bundle []byte) ([][]byte, error) {
	b := &api.EntryBundle{}
	if err := b.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(b.Entries))
	for _, entry := range b.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}
