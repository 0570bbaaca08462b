using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Tests.Drafts;

/// <summary>Hours as they are typed: any week that is written comes back as it was, and what nobody said is never "closed".</summary>
public sealed class HoursTextTests
{
    private static readonly string[] s_notes = ["Ring twice", "بعد الظهر", "Nur für Frauen, nach Absprache"];

    private static readonly Gen<LocalTime> s_time = Gen.Choose(0, (24 * 60) - 1).Select(minute => new LocalTime(minute / 60, minute % 60));

    private static readonly Gen<HoursRule> s_rule =
        from day in Gen.Choose(1, 7)
        from opens in s_time
        from closes in s_time
        from note in Gen.Elements(s_notes.Concat(new string?[] { null, null, null }).ToArray())
        select new HoursRule
        {
            Id = Guid.NewGuid(),
            Day = (IsoDayOfWeek)day,
            Opens = opens,
            Closes = closes,
            Note = note is null ? null : Text.Of("en", note).With("ro", note + " (ro)"),
        };

    private static readonly Arbitrary<List<HoursRule>> s_week = s_rule.ListOf()
        .Select(rules => rules.DistinctBy(rule => (rule.Day, rule.Opens)).OrderBy(rule => rule.Day).ThenBy(rule => rule.Opens).ToList()).ToArbitrary();

    [Fact]
    public void Week_Written_ReadsBackAsItWas() => Prop.ForAll(
        s_week,
        rules => rules.Count == 0
            ? WeekText.Of(rules).Read(rules, "en") is { Rules: null, Wrong.Count: 0 }
            : WeekText.Of(rules).Read(rules, "en").Rules!.SequenceEqual(rules)).QuickCheckThrowOnFailure();

    /// <summary>Without what was kept: the same times, under new ids.</summary>
    [Fact]
    public void Week_TypedAnew_SaysTheSame() => Prop.ForAll(
        s_week,
        rules => (WeekText.Of(rules).Read(null, "en").Rules ?? []).Select(rule => (rule.Day, rule.Opens, rule.Closes))
            .SequenceEqual(rules.Select(rule => (rule.Day, rule.Opens, rule.Closes)))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("09:00-17:00, 18-20", "09:00-17:00, 18:00-20:00")]
    [InlineData("9-17", "09:00-17:00")]
    [InlineData("9am to 5.30pm", "09:00-17:30")]
    [InlineData("12am-12pm", "00:00-12:00")]
    [InlineData("18:00–02:00", "18:00-02:00")]
    [InlineData("9.00 a 14.00", "09:00-14:00")]
    [InlineData("20-24", "20:00-24:00")]
    [InlineData("24 hours", "00:00-24:00")]
    [InlineData("toda la semana", null)]
    [InlineData("٩-١٧", "09:00-17:00")]
    [InlineData("9-17، 18-20", "09:00-17:00, 18:00-20:00")]
    [InlineData("9-17; ring twice", "09:00-17:00; ring twice")]
    [InlineData("Closed", "closed")]
    [InlineData("închis", "closed")]
    [InlineData("مغلق", "closed")]
    [InlineData("-", "closed")]
    [InlineData("9", null)]
    [InlineData("9-25", null)]
    [InlineData("24-25", null)]
    [InlineData("13pm-14", null)]
    [InlineData("9:60-10", null)]
    [InlineData("; only a note", null)]
    [InlineData("9-17 18-20", null)]
    public void Line_IsReadAsItIsMeant(string typed, string? written)
    {
        var line = HoursText.Read(typed);
        Assert.Equal(written is null, line.Kind == HoursReading.NotUnderstood);
        if (written is not null)
            Assert.Equal(written, HoursText.Write(line.Spans, line.Note));
    }

    [Fact]
    public void Week_NobodySaidOf_IsNotKnown_AndADayWithoutALineIsNotClosed()
    {
        var empty = WeekText.Of(null);
        Assert.Equal((null, 0), (empty.Read(null, "en").Rules, empty.Read(null, "en").Wrong.Count));
        var monday = empty with { Days = ["9-17", "", "", "", "", "", ""] };
        Assert.Equal([1, 2, 3, 4, 5, 6], monday.Read(null, "en").Wrong.Where(day => day.Value == WeekProblem.Blank).Select(day => day.Key));
        Assert.Single((monday with { IsClosedElse = true }).Read(null, "en").Rules!);
        var week = empty with { Weekdays = "9-17", Days = ["10-12", "", "closed", "", "", "10-14", "closed"] };
        Assert.Equal("10 9 9 9 10", string.Join(' ', week.Read(null, "en").Rules!.Select(rule => rule.Opens.Hour)));
        Assert.Equal(WeekProblem.NotUnderstood, (week with { Weekdays = "mornings" }).Read(null, "en").Wrong[WeekReading.WeekdaysLine]);
        Assert.Equal(WeekProblem.NeverOpen, (empty with { Weekdays = "closed", IsClosedElse = true }).Read(null, "en").Wrong[0]);
    }

    [Theory]
    [InlineData("2026-12-25 closed", "2026-12-25 closed")]
    [InlineData("25.12.2026: closed; Holiday", "2026-12-25 closed; Holiday")]
    [InlineData("4/1/2027 10-12, 20-24", "2027-01-04 10:00-12:00, 20:00-24:00")]
    [InlineData("٢٥.١٢.٢٠٢٦ مغلق", "2026-12-25 closed")]
    public void SpecialDay_IsReadAsItIsMeant_WhateverTheLanguageOfThePage(string typed, string written)
    {
        foreach (string culture in new[] { "en-US", "ar", "ro" })
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            var (days, wrong) = SpecialDaysText.Read($"{typed}\r\nsoon\n25.13.2026 closed", [], "en");
            Assert.Equal((written, 2), (SpecialDaysText.Write(days), wrong.Count));
        }
    }
}
