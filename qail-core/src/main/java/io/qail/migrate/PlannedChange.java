package io.qail.migrate;

import io.qail.impact.ImpactReport;
import io.qail.plan.Plan;

/**
 * What a change that is no pending script would run against the database as it is now.
 *
 * @param defaultSchema the schema that names are shown without
 */
public record PlannedChange(Plan plan, ImpactReport impact, String defaultSchema) {}
