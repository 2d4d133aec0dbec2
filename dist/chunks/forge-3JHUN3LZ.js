import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a}from"./chunk-OSL37H4P.js";import"./chunk-OFN64VJR.js";import"./chunk-VKF5JDL7.js";import"./chunk-NUTDBRVU.js";import"./chunk-5BXYDLI3.js";import"./chunk-NYRTOUVY.js";export{a as createGitHubForge};
