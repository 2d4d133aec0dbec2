import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-XPXBUA46.js";import"./chunk-Z5WCOYTI.js";import"./chunk-IFUPLRQS.js";import"./chunk-4N3BPTZJ.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{a as registerModelRecordSchema};
