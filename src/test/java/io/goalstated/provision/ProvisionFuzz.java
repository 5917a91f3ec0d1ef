package io.goalstated.provision;

import java.nio.charset.StandardCharsets;

/** Keys and certificates that the platform hands over, and the configuration of the SSH server. */
public final class ProvisionFuzz {
    private ProvisionFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        KeyLine.parse(text);
        text.lines().forEach(KeyLine::inFile);
        HostName.parse(text);
        CertificateKey.of(data);
        SshdConfig config = SshdConfig.parse(text);
        SshdConfig changed = config.with("PasswordAuthentication", "no");
        if (!changed.mentions("PasswordAuthentication")
                || !changed.with("PasswordAuthentication", "no").equals(changed)) {
            throw new AssertionError("the setting is not there, or is set twice");
        }
    }
}
