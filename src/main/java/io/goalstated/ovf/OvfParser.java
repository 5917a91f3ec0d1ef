package io.goalstated.ovf;

import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import io.goalstated.secret.Secret;
import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code ovf-env.xml} (spec 03 §3.5). Elements are known by namespace and local name: prefixes vary in the wild. What
 * is unknown is skipped; what may be there once and is there twice is refused.
 */
public final class OvfParser {
    private static final String OVF = "http://schemas.dmtf.org/ovf/environment/1";
    private static final String WA = "http://schemas.microsoft.com/windowsazure";
    private static final Set<String> YES = Set.of("true", "1", "yes");
    private static final Set<String> NO = Set.of("false", "0", "no");
    /** What stands for a password in a copy that an agent has kept. */
    private static final Set<String> NO_PASSWORD = Set.of("*", OvfText.MARK);

    private final List<String> warnings = new ArrayList<>();

    private OvfParser() {}

    /** The document in those bytes. The caller closes the result. */
    public static OvfEnvironment parse(byte[] bytes) throws MalformedOvf {
        try {
            return new OvfParser().environment(Xml.parse(OvfText.of(bytes)));
        } catch (MalformedXml e) {
            throw new MalformedOvf("ovf-env.xml: " + e.getMessage());
        }
    }

    private OvfEnvironment environment(Element root) throws MalformedOvf {
        if (!root.namespace().equals(OVF) || !root.name().equals("Environment")) {
            throw notFound("Environment");
        }
        Element section = required(root, "ProvisioningSection");
        text(section, "Version").ifPresent(this::checkVersion);
        Element set = required(section, "LinuxProvisioningConfigurationSet");
        String hostName = text(set, "HostName").orElseThrow(() -> notFound("HostName"));
        Optional<String> userName = text(set, "UserName");
        Optional<Element> ssh = single(set, "SSH");
        Optional<Secret> password = password(set);
        if (single(set, "AdminPassword").isPresent()) {
            warnings.add("AdminPassword is ignored");
        }
        Optional<String> keyOnly = text(set, "DisableSshPasswordAuthentication");
        Optional<Element> settings = platformSettings(root);
        return new OvfEnvironment(
                hostName,
                userName,
                password,
                keyOnly.map(text -> text.equalsIgnoreCase("true")),
                publicKeys(ssh),
                keyPairs(ssh),
                customData(set),
                settingText(settings, "ProvisionGuestAgent").orElse("true"),
                preprovisioned(settings),
                flag(settings, "ProvisionGuestProxyAgent"),
                warnings);
    }

    private void checkVersion(String version) {
        boolean known = version.matches("[01](\\.\\d{1,4})?") && !version.matches("1\\.0*[1-9]\\d*");
        if (!known) {
            warnings.add("newer provisioning configuration than 1.0");
        }
    }

    /** Never trimmed: blanks may be part of it. */
    private Optional<Secret> password(Element set) throws MalformedOvf {
        return single(set, "UserPassword")
                .filter(OvfParser::holdsSomething)
                .map(Element::content)
                .filter(text -> !text.isEmpty() && !NO_PASSWORD.contains(text.strip()))
                .map(text -> Secret.wiping(text.toCharArray()));
    }

    private Optional<Secret> customData(Element set) throws MalformedOvf {
        Optional<String> customData = text(set, "CustomData");
        return (customData.isPresent() ? customData : text(set, "UserData"))
                .filter(text -> !text.equals(OvfText.MARK))
                .map(text -> Secret.wiping(text.toCharArray()));
    }

    private List<PublicKey> publicKeys(Optional<Element> ssh) throws MalformedOvf {
        List<PublicKey> keys = new ArrayList<>();
        for (Element key : items(ssh, "PublicKeys", "PublicKey")) {
            keys.add(new PublicKey(text(key, "Fingerprint"), text(key, "Path"), text(key, "Value")));
        }
        return keys;
    }

    private List<KeyPair> keyPairs(Optional<Element> ssh) throws MalformedOvf {
        List<KeyPair> pairs = new ArrayList<>();
        for (Element pair : items(ssh, "KeyPairs", "KeyPair")) {
            pairs.add(new KeyPair(text(pair, "Fingerprint"), text(pair, "Path")));
        }
        return pairs;
    }

    private List<Element> items(Optional<Element> ssh, String list, String item) throws MalformedOvf {
        Optional<Element> found = ssh.isEmpty() ? Optional.empty() : single(ssh.get(), list);
        return found.map(element -> named(element, item)).orElse(List.of());
    }

    private Optional<Element> platformSettings(Element root) throws MalformedOvf {
        Optional<Element> section = single(root, "PlatformSettingsSection");
        return section.isEmpty() ? Optional.empty() : single(section.get(), "PlatformSettings");
    }

    private Optional<String> preprovisioned(Optional<Element> settings) throws MalformedOvf {
        boolean flag = flag(settings, "PreprovisionedVm");
        Optional<String> type = settingText(settings, "PreprovisionedVMType");
        if (type.isEmpty()) {
            type = settingText(settings, "PreprovisionedVmType");
        }
        Optional<String> named = type.filter(text -> !text.equalsIgnoreCase("None"));
        return named.isEmpty() && flag ? Optional.of("Running") : named;
    }

    private Optional<String> settingText(Optional<Element> settings, String name) throws MalformedOvf {
        return settings.isEmpty() ? Optional.empty() : text(settings.get(), name);
    }

    private boolean flag(Optional<Element> settings, String name) throws MalformedOvf {
        String text = settingText(settings, name).orElse("false").toLowerCase(Locale.ROOT);
        if (!YES.contains(text) && !NO.contains(text)) {
            warnings.add(name + " is neither true nor false; false is assumed");
        }
        return YES.contains(text);
    }

    /** The trimmed text; empty when there is no such element, or nothing in it. */
    private static Optional<String> text(Element parent, String name) throws MalformedOvf {
        return single(parent, name)
                .filter(OvfParser::holdsSomething)
                .map(Element::text)
                .filter(text -> !text.isEmpty());
    }

    private static boolean holdsSomething(Element element) {
        return !YES.contains(element.attribute("nil").toLowerCase(Locale.ROOT));
    }

    private static Element required(Element parent, String name) throws MalformedOvf {
        return single(parent, name).orElseThrow(() -> notFound(name));
    }

    private static Optional<Element> single(Element parent, String name) throws MalformedOvf {
        List<Element> found = named(parent, name);
        if (found.size() > 1) {
            throw new MalformedOvf(
                    "Failed to validate OVF: multiple configuration matches for '" + name + "' (" + found.size() + ")");
        }
        return found.stream().findFirst();
    }

    private static List<Element> named(Element parent, String name) {
        return parent.children(name).stream()
                .filter(child -> child.namespace().equals(WA))
                .toList();
    }

    private static MalformedOvf notFound(String name) {
        return new MalformedOvf("Failed to validate OVF: " + name + " not found");
    }
}
