package io.goalstated.prometheus;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The text format 0.0.4 of Prometheus: families of samples, each with its help and type in front. A family without
 * samples leaves no trace; one that appears twice is a bug and throws.
 */
public final class MetricsText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private final Set<String> names = new HashSet<>();

    /** What a family's figures are. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY
    }

    /** Figures of one name, told apart by their labels. */
    public final class Family {
        private final Kind kind;
        private final String name;
        private final String help;
        private boolean begun;

        private Family(Kind kind, String name, String help) {
            this.kind = kind;
            this.name = name;
            this.help = help;
        }

        /** @param labels names and values by turns; the values may hold anything */
        public Family sample(double value, String... labels) {
            return part("", number(value), labels);
        }

        /** The same for what is counted. */
        public Family sample(long value, String... labels) {
            return part("", Long.toString(value), labels);
        }

        /** How often, and how long in all: a summary without quantiles. */
        public Family sum(long count, double seconds, String... labels) {
            part("_sum", number(seconds), labels);
            return part("_count", Long.toString(count), labels);
        }

        public Family histogram(Histogram counted) {
            long below = 0;
            for (int i = 0; i < Histogram.BOUNDS.size(); i++) {
                below += counted.within(i);
                part("_bucket", Long.toString(below), "le", number(Histogram.BOUNDS.get(i)));
            }
            part("_bucket", Long.toString(counted.count()), "le", "+Inf");
            return sum(counted.count(), counted.seconds());
        }

        private Family part(String suffix, String value, String... labels) {
            if (!begun) {
                begun = true;
                begin();
            }
            text.append(name).append(suffix);
            for (int i = 0; i < labels.length; i += 2) {
                text.append(i == 0 ? '{' : ',')
                        .append(labels[i])
                        .append("=\"")
                        .append(escaped(labels[i + 1]).replace("\"", "\\\""))
                        .append('"');
            }
            text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
            return this;
        }

        private void begin() {
            if (!names.add(name)) {
                throw new IllegalStateException(name + " is there already");
            }
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(escaped(help))
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(kind.name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
    }

    /** To be filled before the next one is begun. */
    public Family family(Kind kind, String name, String help) {
        return new Family(kind, name, help);
    }

    public MetricsText gauge(String name, String help, double value) {
        family(Kind.GAUGE, name, help).sample(value);
        return this;
    }

    public MetricsText gauge(String name, String help, long value) {
        family(Kind.GAUGE, name, help).sample(value);
        return this;
    }

    public MetricsText counter(String name, String help, long value) {
        family(Kind.COUNTER, name, help).sample(value);
        return this;
    }

    public MetricsText counter(String name, String help, double value) {
        family(Kind.COUNTER, name, help).sample(value);
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
