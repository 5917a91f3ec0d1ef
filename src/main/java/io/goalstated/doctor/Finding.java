package io.goalstated.doctor;

/**
 * What one check has come to.
 *
 * @param id stable, for scripts
 * @param evidence in one line
 * @param remedy in one line; empty when there is nothing to do
 */
public record Finding(String id, Verdict verdict, String evidence, String remedy) {
    /** From good to bad. */
    public enum Verdict {
        PASS,
        /** The check cannot be made here. */
        SKIP,
        /** Something may be missed. */
        WARN,
        /** Something does not work. */
        FAIL
    }

    static Finding pass(String id, String evidence) {
        return new Finding(id, Verdict.PASS, evidence, "");
    }

    static Finding skip(String id, String reason) {
        return new Finding(id, Verdict.SKIP, reason, "");
    }

    static Finding warn(String id, String evidence, String remedy) {
        return new Finding(id, Verdict.WARN, evidence, remedy);
    }

    static Finding fail(String id, String evidence, String remedy) {
        return new Finding(id, Verdict.FAIL, evidence, remedy);
    }
}
