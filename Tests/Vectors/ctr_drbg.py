#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""CTR_DRBG with AES-256 and derivation function, after SP 800-90A revision 1, sections 10.2.1 and 10.3.2.

Prints the known answer of OpenSSL/DRBGSelfTest.swift. AES is the openssl program's, the generator is written here.
"""
import subprocess

KEY, BLOCK, SEED = 32, 16, 48


def aes(key, block):
    command = ["openssl", "enc", "-aes-256-ecb", "-nopad", "-K", key.hex()]
    return subprocess.run(command, input=block, stdout=subprocess.PIPE, check=True).stdout


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def bcc(key, data):
    chain = bytes(BLOCK)
    for i in range(0, len(data), BLOCK):
        chain = aes(key, xor(chain, data[i:i + BLOCK]))
    return chain


def derive(data, count):
    s = len(data).to_bytes(4, "big") + count.to_bytes(4, "big") + data + b"\x80"
    s += bytes(-len(s) % BLOCK)
    key, out, i = bytes(range(KEY)), b"", 0
    while len(out) < KEY + BLOCK:
        out += bcc(key, i.to_bytes(4, "big") + bytes(BLOCK - 4) + s)
        i += 1
    key, x, out = out[:KEY], out[KEY:KEY + BLOCK], b""
    while len(out) < count:
        x = aes(key, x)
        out += x
    return out[:count]


class Generator:
    def __init__(self, entropy, nonce, personalization):
        self.key, self.v = bytes(KEY), bytes(BLOCK)
        self.update(derive(entropy + nonce + personalization, SEED))

    def blocks(self, count):
        out = b""
        while len(out) < count:
            self.v = ((int.from_bytes(self.v, "big") + 1) % (1 << 128)).to_bytes(BLOCK, "big")
            out += aes(self.key, self.v)
        return out[:count]

    def update(self, data):
        new = xor(self.blocks(SEED), data)
        self.key, self.v = new[:KEY], new[KEY:]

    def generate(self, count):
        out = self.blocks(count)
        self.update(bytes(SEED))
        return out


print(Generator(bytes(range(0x30)), bytes(range(0x30, 0x40)), b"alara").generate(64).hex())
