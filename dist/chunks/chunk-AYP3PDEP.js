import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var a="1.0.0";function f(t,e,{leg:r,attempt:n}){return[...s(t,e),...r?[r]:[],n].join("-")}function d(t,e,r,n){let i=`${[...s(e,r),...n?[n]:[]].join("-")}-`;if(!t.startsWith(i))return;let o=t.slice(i.length);return/^[1-9]\d{0,8}$/.test(o)?Number(o):void 0}var s=(t,e)=>["modelassay",t,e];export{a,f as b,d as c};
