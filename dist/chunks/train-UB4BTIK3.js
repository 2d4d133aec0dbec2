import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./chunk-W27XTDI6.js";import"./chunk-65Q7H5B5.js";import"./chunk-YR25ZAAM.js";import"./chunk-B75IIZNH.js";import"./chunk-Z5WCOYTI.js";import"./chunk-IFUPLRQS.js";import"./chunk-4N3BPTZJ.js";import"./chunk-4CIWLDZG.js";import"./chunk-NYRTOUVY.js";export{a as signatureSchema,b as trainRecordSchema};
