using System.Collections.Frozen;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Urgent;

/// <summary>What people of one country are told in one urgent situation: a short text, and the lines to call.</summary>
public sealed record CountryAnswerContent
{
    /// <summary>At most <see cref="CountryAnswerRules.LongestText"/> characters in each language.</summary>
    public required Text Words { get; init; }

    /// <summary>The first to call first; at most <see cref="CountryAnswerRules.MostLines"/>.</summary>
    public IReadOnlyList<AnswerLine> Lines { get; init; } = [];
}

/// <summary>A line to call.</summary>
public sealed record AnswerLine
{
    /// <summary>E.164, or a short number as it is dialled in the country.</summary>
    public required string Number { get; init; }

    /// <summary>Who answers, and when: "Peers, every night 20:00 to 02:00".</summary>
    public required Text For { get; init; }

    /// <summary>
    /// When somebody answers, for the program: lines that are open stand first. On the clock that most people of the country live by;
    /// none: not known.
    /// </summary>
    public IReadOnlyList<LineHours> Hours { get; init; } = [];

    /// <summary>Whether somebody answers now.</summary>
    /// <param name="zone">The clock that is meant.</param>
    /// <param name="now">Of the one who asks.</param>
    public OpenState At(DateTimeZone zone, Instant now) => new OpenHours(
        Hours.Count == 0 ? null : WeekMinutes.Of(Hours.SelectMany(hours => hours.Spans)), FrozenDictionary<LocalDate, WeekMinutes>.Empty, zone).At(now);
}

/// <summary>One span of a day, or of every day, in which a line is answered.</summary>
public sealed record LineHours
{
    /// <summary>Null: every day.</summary>
    public IsoDayOfWeek? Day { get; init; }

    public required LocalTime Opens { get; init; }

    /// <summary>Earlier than or equal to <see cref="Opens"/> means after midnight; both 00:00 means the whole day.</summary>
    public required LocalTime Closes { get; init; }

    /// <summary>In minutes of the week.</summary>
    internal IEnumerable<(int From, int To)> Spans => (Day is { } day ? [day] : EveryDay).Select(each => WeeklyHours.Span(each, Opens, Closes));

    private static IEnumerable<IsoDayOfWeek> EveryDay => Enum.GetValues<IsoDayOfWeek>().Where(day => day is not IsoDayOfWeek.None);
}
