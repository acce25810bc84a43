/**
 * The collector's evidence about a day: windows are read, judged one by one, and summed up to the day's label, which
 * decides whether the day is packed. Reading ({@link dev.daypack.quality.QualityReader}) and judging ({@link
 * dev.daypack.quality.WindowJudge}, {@link dev.daypack.quality.DayJudge}) are apart; judging is pure.
 */
package dev.daypack.quality;
