import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function s(t,e,{leg:r,attempt:n}){return[...a(t,e),...r?[r]:[],n].join("-")}function f(t,e,r,n){let i=`${[...a(e,r),...n?[n]:[]].join("-")}-`;if(!t.startsWith(i))return;let o=t.slice(i.length);return/^[1-9]\d{0,8}$/.test(o)?Number(o):void 0}var a=(t,e)=>["modelassay",t,e];export{s as a,f as b};
