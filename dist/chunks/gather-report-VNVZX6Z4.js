import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-SMJFEHQZ.js";import"./chunk-V4NW5JPQ.js";import"./chunk-27633LDN.js";import"./chunk-4N3BPTZJ.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{a as gatherReport};
