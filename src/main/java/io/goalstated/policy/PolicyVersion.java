package io.goalstated.policy;

/** The rule for {@code policyVersion}: {@code major[.minor[.patch]]}, at most {@code 0.1.0} (spec 02 §10). */
final class PolicyVersion {
    private PolicyVersion() {}

    static void check(String version) throws PolicyFault {
        String[] parts = version.split("\\.", -1);
        boolean wellFormed = parts.length <= 3;
        for (int i = 0; i < parts.length; i++) {
            wellFormed &= isNumber(parts[i]);
            parts[i] = parts[i].replaceFirst("^0+", "");
        }
        if (!wellFormed) {
            throw new PolicyFault("invalid value for attribute 'policyVersion': '" + version
                    + "'; it should be in format 'major[.minor[.patch]]' (e.g., '1', '1.0', '1.0.0')");
        }
        if (!isSupported(parts)) {
            throw new PolicyFault("policy version '" + version
                    + "' is not supported. The agent supports policy versions up to '0.1.0'.");
        }
    }

    private static boolean isNumber(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return false;
            }
        }
        return !part.isEmpty();
    }

    /** @param parts without leading zeros, so that zero is empty */
    private static boolean isSupported(String[] parts) {
        String minor = parts.length > 1 ? parts[1] : "";
        String patch = parts.length > 2 ? parts[2] : "";
        return parts[0].isEmpty() && (minor.isEmpty() || (minor.equals("1") && patch.isEmpty()));
    }
}
