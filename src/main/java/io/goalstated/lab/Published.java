package io.goalstated.lab;

import java.time.Instant;

/** What a publication did to the platform: the numbers under which an agent sees it. */
public record Published(int incarnation, String etag, Instant time) {}
