import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{c as a}from"./chunk-YX3HQLJB.js";import"./chunk-4YSYWKTN.js";import"./chunk-Y6M4DYMJ.js";import"./chunk-ZWVM64YR.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
