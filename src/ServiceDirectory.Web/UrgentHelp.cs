using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>Whom to call in an urgent situation, country by country.</summary>
public sealed class UrgentHelp(CountryAnswersInForce answers, DirectoryCatalogue catalogue, IOptions<DirectoryOptions> options, TimeProvider clock)
{
    /// <summary>The situation that a need belongs to; null where it belongs to none.</summary>
    public Situation? SituationOf(IEnumerable<Need> needs) =>
        needs.Where(need => need.Urgent).Select(need => catalogue.Situations.FirstOrDefault(situation => situation.Needs.Contains(need.Id))).FirstOrDefault(situation => situation is not null);

    /// <summary>
    /// What people of a country are told. What to do is known without the database, and nobody who has no time is sent away because
    /// it does not answer: then only the lines are missing, and the page says so.
    /// </summary>
    /// <param name="situation">What has happened.</param>
    /// <param name="country">ISO 3166-1 alpha-2; null: the home country.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<UrgentLines> LinesAsync(Situation situation, string? country, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var asked = country ?? options.Value.HomeCountry;
        var today = Instant.FromDateTimeOffset(clock.GetUtcNow()).InUtc().Date;
        try
        {
            var all = await answers.OfAsync(situation.Id, today, cancellation);
            return new UrgentLines(situation, asked, all.GetValueOrDefault(asked), [.. all.Keys.Where(other => other != asked)], IsAway: false);
        }
        catch (Exception error) when (ErrorPages.IsAway(error))
        {
            return new UrgentLines(situation, asked, null, [], IsAway: true);
        }
    }
}

/// <param name="Situation">What has happened.</param>
/// <param name="Country">Whose lines they are: ISO 3166-1 alpha-2.</param>
/// <param name="Answer">Null: no answer of that country is in force.</param>
/// <param name="Others">Countries that have one.</param>
/// <param name="IsAway">Nobody knows at the moment.</param>
public sealed record UrgentLines(Situation Situation, string Country, CountryAnswer? Answer, IReadOnlyList<string> Others, bool IsAway)
{
    /// <summary>By which an ambulance is called there; null where it is not known.</summary>
    public string? EmergencyNumber => EmergencyNumbers.Of(Country);
}
