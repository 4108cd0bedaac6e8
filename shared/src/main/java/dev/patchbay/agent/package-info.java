/**
 * The workspaces' agents: which integrations each uses, and whether it runs or is paused. An agent is paused by a person, or by
 * the hub when a connection that it needs ends; only a person resumes it. Imports {@code connection}, {@code catalog}, {@code event}, {@code aws} and {@code tenant}.
 */
@NullMarked
package dev.patchbay.agent;

import org.jspecify.annotations.NullMarked;
