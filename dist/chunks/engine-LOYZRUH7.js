import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-3U2VNY62.js";import"./chunk-NQ4WURX2.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as openEngine};
