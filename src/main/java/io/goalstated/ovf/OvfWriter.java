package io.goalstated.ovf;

import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import java.util.Optional;

/**
 * Writes a provisioning document that is kept where no medium brought a whole one (spec 03 §3.10): extensions look for keys in it, and
 * the agent for the user. A mark stands for each of its secrets.
 */
public final class OvfWriter {
    private static final String HEAD = """
            <?xml version="1.0" encoding="utf-8"?>
            <Environment xmlns="http://schemas.dmtf.org/ovf/environment/1" \
            xmlns:wa="http://schemas.microsoft.com/windowsazure">
              <wa:ProvisioningSection>
                <wa:Version>1.0</wa:Version>
                <LinuxProvisioningConfigurationSet xmlns="http://schemas.microsoft.com/windowsazure">
            """;
    private static final String MIDDLE = """
                </LinuxProvisioningConfigurationSet>
              </wa:ProvisioningSection>
              <wa:PlatformSettingsSection>
                <wa:Version>1.0</wa:Version>
                <wa:PlatformSettings>
            """;
    private static final String END = """
                </wa:PlatformSettings>
              </wa:PlatformSettingsSection>
            </Environment>
            """;

    private final StringBuilder out = new StringBuilder(HEAD);
    private final boolean keepCustomData;

    private OvfWriter(boolean keepCustomData) {
        this.keepCustomData = keepCustomData;
    }

    /** What {@link OvfParser} makes the same environment of, but for password and custom data. */
    public static String withoutSecrets(OvfEnvironment environment, boolean keepCustomData) {
        return new OvfWriter(keepCustomData).write(environment);
    }

    private String write(OvfEnvironment environment) {
        text(6, "", "ConfigurationSetType", "LinuxProvisioningConfiguration");
        text(6, "", "HostName", environment.hostName());
        text(6, "", "UserName", environment.userName());
        text(6, "", "UserPassword", environment.password().map(password -> OvfText.MARK));
        text(6, "", "DisableSshPasswordAuthentication", Boolean.toString(environment.keyOnlyLogin()));
        ssh(environment);
        text(
                6,
                "",
                "CustomData",
                environment
                        .customData()
                        .map(data -> keepCustomData ? String.valueOf(data.characters()) : OvfText.MARK));
        out.append(MIDDLE);
        text(6, "wa:", "ProvisionGuestAgent", environment.provisionGuestAgent());
        text(6, "wa:", "PreprovisionedVMType", environment.preprovisioned());
        text(6, "wa:", "ProvisionGuestProxyAgent", Boolean.toString(environment.guestProxyAgent()));
        return out.append(END).toString();
    }

    private void ssh(OvfEnvironment environment) {
        line(6, "<SSH>");
        line(8, "<PublicKeys>");
        for (PublicKey key : environment.publicKeys()) {
            item("PublicKey", key.fingerprint(), key.path(), key.value());
        }
        line(8, "</PublicKeys>");
        line(8, "<KeyPairs>");
        for (KeyPair pair : environment.keyPairs()) {
            item("KeyPair", pair.fingerprint(), pair.path(), Optional.empty());
        }
        line(8, "</KeyPairs>");
        line(6, "</SSH>");
    }

    private void item(String name, Optional<String> fingerprint, Optional<String> path, Optional<String> value) {
        line(10, "<" + name + ">");
        text(12, "", "Fingerprint", fingerprint);
        text(12, "", "Path", path);
        text(12, "", "Value", value);
        line(10, "</" + name + ">");
    }

    private void text(int indent, String prefix, String name, Optional<String> text) {
        text.ifPresent(present -> text(indent, prefix, name, present));
    }

    private void text(int indent, String prefix, String name, String text) {
        line(indent, "<" + prefix + name + ">" + escape(text) + "</" + prefix + name + ">");
    }

    private void line(int indent, String line) {
        out.append(" ".repeat(indent)).append(line).append('\n');
    }

    /** Characters that XML has no way to hold are left out. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().filter(OvfWriter::isAllowed).forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
