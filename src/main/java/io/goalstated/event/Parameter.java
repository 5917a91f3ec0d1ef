package io.goalstated.event;

import io.goalstated.secret.Redactor;
import java.math.BigDecimal;

/**
 * One value of an event. The platform's tables are typed: a number sent as text is lost there.
 *
 * @param text as it is sent, before it is quoted; without secrets
 */
public record Parameter(String name, Type type, String text) {
    /** The types there are, by the names that the wire has for them. */
    public enum Type {
        WHOLE("mt:uint64"),
        TEXT("mt:wstr"),
        TRUTH("mt:bool"),
        REAL("mt:float64");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** A text; what is secret in it is taken out here, so that no event can be made with a secret. */
    public static Parameter of(String name, String text) {
        return new Parameter(name, Type.TEXT, Redactor.redact(text));
    }

    public static Parameter of(String name, long number) {
        return new Parameter(name, Type.WHOLE, Long.toString(number));
    }

    public static Parameter of(String name, boolean truth) {
        return new Parameter(name, Type.TRUTH, truth ? "True" : "False");
    }

    /** A real number in plain decimal form, with at least one digit after the point; what is no number counts as 0. */
    public static Parameter of(String name, double number) {
        String plain = Double.isFinite(number) ? new BigDecimal(Double.toString(number)).toPlainString() : "0.0";
        return new Parameter(name, Type.REAL, plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }
}
