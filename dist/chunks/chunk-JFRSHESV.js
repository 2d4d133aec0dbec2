import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{f as e,l as t,n as a,u as o,z as n}from"./chunk-ZWVM64YR.js";var s=o({check:e(),table:e(),against:e().optional(),column:e().optional(),value:t().optional(),threshold:t(),passes:a(),severity:n(["error","warning"])});export{s as a};
