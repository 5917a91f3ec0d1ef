package io.goalstated.extension;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as the goal state spells it. The text is kept letter for letter (it names directories); ordering is numeric,
 * padded with zeros, with {@code alpha}, {@code beta} and {@code rc} before the plain version (spec 01 §9.2). Two
 * spellings of one number ({@code 3.0}, {@code 3.0.0}) are equally old but not {@code equal}.
 */
public record VersionNumber(String text) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18}){0,15})(?:[.-]?(alpha|beta|rc)\\.?(\\d{0,18}))?");

    /** Oldest first. */
    public static final Comparator<VersionNumber> BY_AGE = VersionNumber::compareAge;

    public VersionNumber {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a version");
        }
    }

    public static Optional<VersionNumber> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new VersionNumber(text)) : Optional.empty();
    }

    public boolean isNewerThan(VersionNumber other) {
        return compareAge(this, other) > 0;
    }

    public boolean isSameAge(VersionNumber other) {
        return compareAge(this, other) == 0;
    }

    /**
     * Whether this available version satisfies a request: every component of the request is equal here, and this has at
     * least as many ({@code 1.0} is satisfied by {@code 1.0.5.2}; {@code 1.0.0} is not by {@code 1.0}).
     */
    public boolean satisfies(VersionNumber requested) {
        List<BigInteger> mine = components();
        List<BigInteger> wanted = requested.components();
        return mine.size() >= wanted.size() && mine.subList(0, wanted.size()).equals(wanted);
    }

    private List<BigInteger> components() {
        List<BigInteger> parts = new ArrayList<>();
        for (String part : matched().group(1).split("\\.", -1)) {
            parts.add(new BigInteger(part));
        }
        return parts;
    }

    private Matcher matched() {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException(text);
        }
        return matcher;
    }

    private static int compareAge(VersionNumber a, VersionNumber b) {
        List<BigInteger> left = a.components();
        List<BigInteger> right = b.components();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = at(left, i).compareTo(at(right, i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(a.stage(), b.stage());
        return order != 0 ? order : a.stageNumber().compareTo(b.stageNumber());
    }

    private static BigInteger at(List<BigInteger> parts, int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }

    private int stage() {
        String tag = matched().group(2);
        return tag == null ? 3 : List.of("alpha", "beta", "rc").indexOf(tag);
    }

    private BigInteger stageNumber() {
        String number = matched().group(3);
        return number == null || number.isEmpty() ? BigInteger.ZERO : new BigInteger(number);
    }

    @Override
    public String toString() {
        return text;
    }
}
