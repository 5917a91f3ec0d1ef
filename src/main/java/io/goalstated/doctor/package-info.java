/**
 * Examines the machine and says what is wrong and what to do about it (spec 04 §2.3). Changes nothing. May use environment, trust, platform,
 * pure packages.
 */
@NullMarked
package io.goalstated.doctor;

import org.jspecify.annotations.NullMarked;
