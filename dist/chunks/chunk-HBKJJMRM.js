import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var n=i=>typeof i=="string"&&/\.(minimum|maximum|exclusiveMinimum|exclusiveMaximum)$/.test(i),a=({table:i,field:m,rule:o},e=[])=>n(o)?e.find(t=>t.table===i&&t.field===m):void 0;export{n as a,a as b};
