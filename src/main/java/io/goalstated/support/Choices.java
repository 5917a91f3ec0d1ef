package io.goalstated.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the owner has chosen; asked for again each time it matters.
 *
 * @param wanted whether logs are collected at all
 * @param period from the end of one collection to the next
 */
public record Choices(BooleanSupplier wanted, Supplier<Duration> period) {}
