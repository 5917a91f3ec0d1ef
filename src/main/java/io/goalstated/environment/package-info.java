/**
 * The VM around the agent, one package a concern: {@code firewall}, {@code network}, {@code resource}, {@code usage}. Each decides
 * purely and acts thinly; nothing of it is needed for the first request. May use trust, platform, pure packages.
 */
@NullMarked
package io.goalstated.environment;

import org.jspecify.annotations.NullMarked;
