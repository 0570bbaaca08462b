using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>Whom to call in an urgent situation, country by country.</summary>
public sealed class UrgentHelp(CountryAnswersInForce answers, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options, TimeProvider clock)
{
    /// <summary>
    /// How long an answer is remembered: so short that a wrong number is gone at once, so long that no flood reaches the database
    /// by these pages, which nobody is ever refused.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, (DateTimeOffset Until, Task<IReadOnlyDictionary<string, CountryAnswer>> Answers)> _remembered = new();

    /// <summary>What was read last: while the database is away nobody changes it either.</summary>
    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<string, CountryAnswer>> _last = new();

    /// <summary>How long somebody who cannot wait waits for the lines.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>The situations that needs belong to, in their order.</summary>
    public IEnumerable<Situation> SituationsOf(IEnumerable<Need> needs) =>
        needs.Where(need => need.Urgent).SelectMany(need => catalogue.Situations.Where(situation => situation.Needs.Contains(need.Id)).Take(1)).Distinct();

    /// <summary>
    /// What people of a country are told. What to do is known without the database, and nobody who has no time is sent away because
    /// it does not answer: then the lines are those that were read last. Where none were, they alone are missing, and the page says so.
    /// </summary>
    /// <param name="situation">What has happened.</param>
    /// <param name="country">ISO 3166-1 alpha-2; null: the home country.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<UrgentLines> LinesAsync(Situation situation, string? country, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var asked = country ?? options.Value.HomeCountry;
        try
        {
            return Of(_last[situation.Id] = await AnswersAsync(situation.Id).WaitAsync(LongestWait, clock, cancellation));
        }
        catch (Exception error) when (ErrorPages.IsAway(error))
        {
            return _last.TryGetValue(situation.Id, out var last) ? Of(InForce(last)) : new UrgentLines(situation, asked, null, [], IsAway: true);
        }

        UrgentLines Of(IReadOnlyDictionary<string, CountryAnswer> all)
        {
            var found = new UrgentLines(situation, asked, all.GetValueOrDefault(asked), [.. all.Keys.Where(other => other != asked)], IsAway: false);
            return found with { Lines = Ordered(found, clock.Now()) };
        }
    }

    private SortedDictionary<string, CountryAnswer> InForce(IReadOnlyDictionary<string, CountryAnswer> last) =>
        new(last.Where(answer => answer.Value.Until > clock.Now().InUtc().Date).ToDictionary(), StringComparer.Ordinal);

    /// <summary>Who answers now stands before who may, and who may before who does not; else as they were written.</summary>
    private static List<(AnswerLine Line, OpenState State)> Ordered(UrgentLines lines, Instant now) => lines.Answer is null ? [] :
    [
        .. lines.Answer.Content.Lines.Select(line => (Line: line, State: line.At(lines.Zone, now))).OrderBy(line => line.State.Kind switch
        {
            OpenKind.Open => 0,
            OpenKind.NotKnown => 1,
            _ => 2,
        }),
    ];

    /// <summary>Asked for once for everybody, so that nobody's leaving ends the question for the others. That there is no answer is remembered, too.</summary>
    private Task<IReadOnlyDictionary<string, CountryAnswer>> AnswersAsync(int situation)
    {
        var now = clock.GetUtcNow();
        return _remembered.AddOrUpdate(
            situation,
            _ => (now + Remembered, Ask()),
            (_, kept) => kept.Until > now ? kept : (now + Remembered, Ask())).Answers;

        Task<IReadOnlyDictionary<string, CountryAnswer>> Ask() => answers.OfAsync(situation, Instant.FromDateTimeOffset(now).InUtc().Date);
    }
}

/// <param name="Situation">What has happened.</param>
/// <param name="Country">Whose lines they are: ISO 3166-1 alpha-2.</param>
/// <param name="Answer">Null: no answer of that country is in force.</param>
/// <param name="Others">Countries that have one.</param>
/// <param name="IsAway">Nobody knows at the moment.</param>
public sealed record UrgentLines(Situation Situation, string Country, CountryAnswer? Answer, IReadOnlyList<string> Others, bool IsAway)
{
    /// <summary>The clock that its hours are meant in.</summary>
    public DateTimeZone Zone => Countries.MainZone(Country);

    /// <summary>Numbers to call, besides that of the ambulance; the first to call first.</summary>
    public IReadOnlyList<(AnswerLine Line, OpenState State)> Lines { get; init; } = [];

    /// <summary>By which an ambulance is called there; null where it is not known.</summary>
    public string? EmergencyNumber => EmergencyNumbers.Of(Country);
}
