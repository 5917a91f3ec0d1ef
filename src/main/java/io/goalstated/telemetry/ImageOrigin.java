package io.goalstated.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the VM's image comes from, as the platform numbers it (spec 01 §11): 1 the owner's, 2 endorsed, 3 any other of
 * the platform's.
 */
final class ImageOrigin {
    private static final int CUSTOM = 1;
    private static final int ENDORSED = 2;
    private static final int PLATFORM = 3;

    private static final Rule SLES_BYOS = new Rule("11-SP4|12|12-SP[1-5]|15|15-SP[1-5]", "");
    private static final List<Image> KNOWN = List.of(
            new Image(
                    "CANONICAL",
                    "UBUNTUSERVER",
                    new Rule("14\\.04\\.[0-7]-LTS|16\\.04(\\.0)?-LTS|(18|20|22)\\.04-LTS", "")),
            new Image("COREOS", "COREOS", new Rule("", "494.4.0")),
            new Image("CREDATIV", "DEBIAN", new Rule("", "7")),
            new Image("OPENLOGIC", "CENTOS", new Rule("7-LVM|7-RAW", "6.3")),
            new Image("OPENLOGIC", "CENTOS-HPC", new Rule("", "6.3")),
            new Image("REDHAT", "RHEL", new Rule("7-LVM|7-RAW", "6.7")),
            new Image("REDHAT", "RHEL-HANA|RHEL-SAP|RHEL-SAP-APPS|RHEL-SAP-HANA", new Rule("", "6.7")),
            new Image("SUSE", "SLES", new Rule("11-SP[4-5]|12-SP[1-6]", "")),
            new Image("SUSE", "SLES-BYOS|SLES-SAP", SLES_BYOS),
            new Image("SUSE", "SLE-HPC", new Rule("15-SP[1-5]", "")));

    private ImageOrigin() {}

    /** @param offers a regular expression for whole names */
    private record Image(String publisher, String offers, Rule rule) {}

    /**
     * @param skus a regular expression for whole names; empty: none
     * @param least the smallest version that counts; empty: none does. CoreOS has it in the image's version, under the SKU
     *     {@code STABLE}; the others are numbered by their SKUs
     */
    private record Rule(String skus, String least) {}

    /** @param compute the metadata's part of that name */
    static int of(JsonNode compute) {
        String publisher = text(compute, "publisher");
        if (publisher.isEmpty()) {
            return CUSTOM;
        }
        for (Image image : KNOWN) {
            if (image.publisher().equals(publisher)
                    && Pattern.matches(image.offers(), text(compute, "offer"))
                    && matches(image, text(compute, "sku"), text(compute, "version"))) {
                return ENDORSED;
            }
        }
        return PLATFORM;
    }

    private static String text(JsonNode compute, String name) {
        return compute.path(name).asText("").strip().toUpperCase(Locale.ROOT);
    }

    private static boolean matches(Image image, String sku, String version) {
        Rule rule = image.rule();
        if (!rule.skus().isEmpty() && Pattern.matches(rule.skus(), sku)) {
            return true;
        }
        if (rule.least().isEmpty()) {
            return false;
        }
        return image.publisher().equals("COREOS")
                ? sku.equals("STABLE") && isAtLeast(version, rule.least())
                : isAtLeast(sku, rule.least());
    }

    private static boolean isAtLeast(String version, String least) {
        if (!version.matches("\\d{1,18}(\\.\\d{1,18}){0,5}")) {
            return false;
        }
        String[] have = version.split("\\.", -1);
        String[] want = least.split("\\.", -1);
        for (int i = 0; i < Math.max(have.length, want.length); i++) {
            int order = number(have, i).compareTo(number(want, i));
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }

    private static BigInteger number(String[] parts, int at) {
        return at < parts.length ? new BigInteger(parts[at]) : BigInteger.ZERO;
    }
}
