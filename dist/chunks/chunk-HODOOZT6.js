import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var s=({zone:r,metric:n,explanation:o})=>r==="undefined"&&o.startsWith(n)?o.slice(n.length):o;function t(r){let n=new Map;for(let o of r)n.has(s(o))||n.set(s(o),o);return[...n.values()]}export{s as a,t as b};
