/** The owner's configuration: every key in one place, the file format, and where each value came from. Pure; the shell reads the files. */
@NullMarked
package io.goalstated.config;

import org.jspecify.annotations.NullMarked;
