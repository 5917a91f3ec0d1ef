package io.goalstated.wire;

/** How the wireserver may encrypt what only this VM can read; asked for in this order (spec 01 §5.3). */
public enum Cipher {
    AES128_CBC,
    DES_EDE3_CBC
}
