/** What the platform is told: status files and outcomes become the status blob, uploaded on its own schedule. May use wire, supervise, the pure packages and platform. */
@NullMarked
package io.goalstated.report;

import org.jspecify.annotations.NullMarked;
