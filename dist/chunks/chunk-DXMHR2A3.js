import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function a(t,e,{leg:n,attempt:r}){return[...f(t,e),...n?[n]:[],r].join("-")}function s(t,e,n,r){let i=`${[...f(e,n),...r?[r]:[]].join("-")}-`;if(!t.startsWith(i))return;let o=t.slice(i.length);return/^[1-9]\d{0,8}$/.test(o)?Number(o):void 0}var f=(t,e)=>["modelassay",t,e];export{a,s as b};
