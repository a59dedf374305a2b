import { createApp } from './app';
import { guardedHttp } from './http/guarded';

export default createApp(guardedHttp());
