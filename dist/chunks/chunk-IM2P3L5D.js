import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
var i=/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;function t(n,e=300){let u=n.replace(i," ").trim();return u.length>e?`${u.slice(0,e-1)}\u2026`:u}export{t as a};
