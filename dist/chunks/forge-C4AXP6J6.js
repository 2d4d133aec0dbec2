import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-PDPCAZVJ.js";import"./chunk-GAJ54JVT.js";import"./chunk-2PUGBIUA.js";import"./chunk-RATVCTGK.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
