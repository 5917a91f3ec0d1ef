package io.goalstated.ovf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes provisioning documents, as they are found in the wild, with what a test wants in them. */
public final class Ovf {
    private final List<String> elements = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private final List<String> publicKeys = new ArrayList<>();
    private final List<String> keyPairs = new ArrayList<>();

    private Ovf() {}

    /** A host name, and nothing else. */
    public static Ovf of(String hostName) {
        return empty().with("HostName", hostName);
    }

    public static Ovf empty() {
        return new Ovf();
    }

    public Ovf user(String name) {
        return with("UserName", name);
    }

    public Ovf password(String password) {
        return with("UserPassword", password);
    }

    public Ovf keyOnlyLogin(boolean only) {
        return with("DisableSshPasswordAuthentication", Boolean.toString(only));
    }

    public Ovf customData(String base64) {
        return with("CustomData", base64);
    }

    /** A public key; empty texts are left out. */
    public Ovf publicKey(String fingerprint, String path, String value) {
        publicKeys.add("<PublicKey>" + optional("Fingerprint", fingerprint) + optional("Path", path)
                + optional("Value", value) + "</PublicKey>");
        return this;
    }

    public Ovf keyPair(String fingerprint, String path) {
        keyPairs.add("<KeyPair>" + optional("Fingerprint", fingerprint) + optional("Path", path) + "</KeyPair>");
        return this;
    }

    /** One more element of the configuration set. */
    public Ovf with(String name, String text) {
        return raw("<" + name + ">" + escape(text) + "</" + name + ">");
    }

    /** Likewise, as XML. */
    public Ovf raw(String xml) {
        elements.add(xml);
        return this;
    }

    /** One element of the platform's settings. */
    public Ovf setting(String name, String text) {
        settings.add("<wa:" + name + ">" + escape(text) + "</wa:" + name + ">");
        return this;
    }

    public String text() {
        String ssh = publicKeys.isEmpty() && keyPairs.isEmpty()
                ? ""
                : "<SSH><PublicKeys>" + String.join("", publicKeys) + "</PublicKeys><KeyPairs>"
                        + String.join("", keyPairs) + "</KeyPairs></SSH>";
        String platform = settings.isEmpty()
                ? ""
                : "<wa:PlatformSettingsSection><wa:Version>1.0</wa:Version><wa:PlatformSettings>"
                        + String.join("", settings) + "</wa:PlatformSettings></wa:PlatformSettingsSection>";
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <Environment xmlns="http://schemas.dmtf.org/ovf/environment/1" \
                xmlns:wa="http://schemas.microsoft.com/windowsazure" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <wa:ProvisioningSection><wa:Version>1.0</wa:Version>
                <LinuxProvisioningConfigurationSet xmlns="http://schemas.microsoft.com/windowsazure">
                """
                + String.join("\n", elements)
                + ssh
                + "\n</LinuxProvisioningConfigurationSet></wa:ProvisioningSection>"
                + platform
                + "</Environment>\n";
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    private static String optional(String name, String text) {
        return text.isEmpty() ? "" : "<" + name + ">" + escape(text) + "</" + name + ">";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
