import { describe, expect, it } from 'vitest'
import { signedHeaders } from '../../../src/tables/remote/aws-signature.ts'

/** The examples of Amazon's own description of the signature. */
const keys = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const now = new Date('2013-05-24T00:00:00Z')
const signatureOf = (url: string, headers = {}) =>
  signedHeaders({ url: new URL(url), region: 'us-east-1', keys, now, headers }).authorization

describe('the signature of S3', () => {
  it.each([
    [
      'an object with a range',
      'https://examplebucket.s3.amazonaws.com/test.txt',
      { range: 'bytes=0-9' },
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'a query without a value',
      'https://examplebucket.s3.amazonaws.com/?lifecycle=',
      {},
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'a query of two',
      'https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2',
      {},
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('of %s is the published one', (_, url, headers, expected) => {
    expect(signatureOf(url, headers)).toBe(expected)
  })

  it('covers the token of a session', () => {
    const headers = signedHeaders({
      url: new URL('https://b.s3.amazonaws.com/k'),
      region: 'us-east-1',
      keys: { ...keys, token: 'T' },
      now,
    })
    expect(headers['x-amz-security-token']).toBe('T')
    expect(headers.authorization).toContain('x-amz-date;x-amz-security-token,')
  })
})
