import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-G56AGAB2.js";import"./chunk-NYRTOUVY.js";export{a as parseMarkdown};
