import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-IRTWWR6A.js";import"./chunk-GAJ54JVT.js";import"./chunk-QTWPMDLY.js";import"./chunk-SK4262CS.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
