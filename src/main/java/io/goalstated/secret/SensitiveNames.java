package io.goalstated.secret;

/** Which names say that their value is a secret (spec 04 OPS-115). All take lower-case names. */
final class SensitiveNames {
    private SensitiveNames() {}

    /** A member of a JSON object. */
    static boolean member(String name) {
        return assignment(name)
                || (name.endsWith("key") && !name.endsWith("publickey"))
                || name.endsWith("customdata")
                || name.endsWith("protectedsettings");
    }

    /** A word before an equals sign in plain text; stricter, because {@code key=} introduces much that is harmless. */
    static boolean assignment(String name) {
        return name.contains("password")
                || name.contains("passphrase")
                || name.contains("secret")
                || name.endsWith("passwd")
                || name.endsWith("pwd")
                || name.endsWith("token")
                || name.endsWith("credential")
                || name.endsWith("credentials")
                || name.endsWith("accountkey")
                || name.endsWith("accesskey")
                || name.endsWith("sharedaccesssignature")
                || name.equals("sig")
                || header(name);
    }

    /** The name of an HTTP header: Authorization, Proxy-Authorization, x-ms-azure-host-authorization. */
    static boolean header(String name) {
        return name.endsWith("authorization");
    }

    /** The local name of an XML element. */
    static boolean element(String name) {
        return name.endsWith("password") || name.equals("customdata") || name.equals("protectedsettings");
    }

    /** A parameter that makes its query a shared access signature wherever it stands. */
    static boolean signatureParameter(String name) {
        return switch (name) {
            case "sig", "sv", "se", "skoid", "sktid", "skt", "ske", "skv" -> true;
            default -> false;
        };
    }

    /** One that does so only at the start of the query, as WALinuxAgent has it: alone it may mean anything. */
    static boolean leadingSignatureParameter(String name) {
        return switch (name) {
            case "st", "sr", "sp", "sip", "spr" -> true;
            default -> signatureParameter(name);
        };
    }
}
