package io.goalstated.lab;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A way to misbehave. Has a text form, {@code name} or {@code name:argument}, for command lines and the admin API. */
public final class FaultAction {
    /** Garbage is the same in every run. */
    private static final long SEED = 20_120_130L;

    private static final String FORMS =
            "status:CODE[:BODY], redirect:URL, reset, hang[:SECONDS], delay:SECONDS, truncate:FRACTION, slow:BYTES_PER_SECOND, "
                    + "garbage, empty, corrupt, bom, stale, body:TEXT";

    private final String text;
    private final Behaviour behaviour;

    @FunctionalInterface
    interface Behaviour {
        void serve(Exchange exchange);
    }

    private FaultAction(String text, Behaviour behaviour) {
        this.text = text;
        this.behaviour = behaviour;
    }

    /** An answer with this status and no meaning. */
    public static FaultAction status(int code) {
        return status(code, "injected by the lab");
    }

    public static FaultAction status(int code, String body) {
        return new FaultAction("status:" + code + ":" + body, exchange -> exchange.send(Reply.text(code, body)));
    }

    /** 302 to another place; agents must not follow (spec 01 §13 row 57). */
    public static FaultAction redirect(String url) {
        return new FaultAction(
                "redirect:" + url, exchange -> exchange.send(Reply.text(302, "").withHeader("Location", url)));
    }

    /** The connection is reset instead of an answer. */
    public static FaultAction reset() {
        return new FaultAction("reset", Exchange::reset);
    }

    /** Silence; the connection is closed without an answer after that time. */
    public static FaultAction hang(Duration time) {
        return new FaultAction("hang:" + seconds(time), exchange -> {
            exchange.noteUnanswered();
            exchange.later(time, exchange::close);
        });
    }

    /** The right answer, late. */
    public static FaultAction delay(Duration time) {
        return new FaultAction(
                "delay:" + seconds(time), exchange -> exchange.later(time, () -> exchange.answer(exchange::send)));
    }

    /** The connection closes after that part of the body, whose full length was announced. */
    public static FaultAction truncate(double fraction) {
        return new FaultAction(
                "truncate:" + fraction,
                exchange -> exchange.answer(
                        reply -> exchange.sendPart(reply, (int) (reply.body().length() * fraction))));
    }

    /** The right answer, a few bytes at a time. */
    public static FaultAction slow(int bytesPerSecond) {
        return new FaultAction(
                "slow:" + bytesPerSecond,
                exchange -> exchange.answer(reply -> exchange.trickle(reply, bytesPerSecond)));
    }

    /** 200 with bytes that are neither XML nor JSON nor a zip. */
    public static FaultAction garbage() {
        byte[] noise = new byte[64];
        new Random(SEED).nextBytes(noise);
        Buffer body = Buffer.buffer("<<<not xml, not json ").appendBytes(noise);
        return changing("garbage", before -> body);
    }

    /** The right status with no body. */
    public static FaultAction empty() {
        return changing("empty", before -> Buffer.buffer());
    }

    /** The right length, but the middle third is noise. */
    public static FaultAction corrupt() {
        return changing("corrupt", before -> {
            byte[] bytes = before.getBytes();
            byte[] noise = new byte[bytes.length / 3];
            new Random(SEED).nextBytes(noise);
            System.arraycopy(noise, 0, bytes, bytes.length / 3, noise.length);
            return Buffer.buffer(bytes);
        });
    }

    /** The right answer behind a UTF-8 byte-order mark. */
    public static FaultAction bom() {
        return changing("bom", before -> Buffer.buffer("\uFEFF").appendBuffer(before));
    }

    /** What was the right answer before the document last changed, as from a cache that was not told. */
    public static FaultAction stale() {
        return new FaultAction("stale", exchange -> exchange.answer(exchange::sendEarlier));
    }

    /** The right status with another body. */
    public static FaultAction body(String content) {
        return changing("body:" + content, before -> Buffer.buffer(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static FaultAction changing(String text, UnaryOperator<Buffer> change) {
        return new FaultAction(
                text, exchange -> exchange.answer(reply -> exchange.send(reply.withBody(change.apply(reply.body())))));
    }

    /** Reads the text form; empty when it is none of {@link #forms}. */
    public static Optional<FaultAction> parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        try {
            return Optional.ofNullable(
                    switch (name) {
                        case "status" -> parseStatus(argument);
                        case "redirect" -> redirect(argument);
                        case "reset" -> reset();
                        case "hang" -> hang(argument.isEmpty() ? Duration.ofMinutes(10) : parseSeconds(argument));
                        case "delay" -> delay(parseSeconds(argument));
                        case "truncate" -> truncate(Math.min(1, Math.max(0, Double.parseDouble(argument))));
                        case "slow" -> slow(Math.max(1, Integer.parseInt(argument)));
                        case "garbage" -> garbage();
                        case "empty" -> empty();
                        case "corrupt" -> corrupt();
                        case "bom" -> bom();
                        case "stale" -> stale();
                        case "body" -> body(argument);
                        default -> null;
                    });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The forms that {@link #parse} reads, for messages. */
    public static String forms() {
        return FORMS;
    }

    private static FaultAction parseStatus(String argument) {
        int colon = argument.indexOf(':');
        int code = Integer.parseInt(colon < 0 ? argument : argument.substring(0, colon));
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("no such status");
        }
        return colon < 0 ? status(code) : status(code, argument.substring(colon + 1));
    }

    private static Duration parseSeconds(String text) {
        double seconds = Double.parseDouble(text);
        if (!(seconds >= 0 && seconds <= 86_400)) {
            throw new IllegalArgumentException("no such time");
        }
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1000.0);
    }

    void serve(Exchange exchange) {
        behaviour.serve(exchange);
    }

    @Override
    public String toString() {
        return text;
    }
}
