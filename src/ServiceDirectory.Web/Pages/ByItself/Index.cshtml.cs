using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Web.InBrowser;
using ServiceDirectory.Web.Pages.Now;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.ByItself;

/// <summary>
/// Where the browser searches by itself, once somebody has asked for the list of a country. What is looked for stands after the "#" of the
/// address, which no browser sends; this page knows of the country only.
/// </summary>
public sealed class IndexModel(DataFiles files, PlaceFinder places, MirrorPages mirror, IOptions<DirectoryOptions> options) : PageModel
{
    private const int Kilo = 1000;

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; private set; } = "";

    /// <summary>Countries with a list, but for this one.</summary>
    public IReadOnlyList<string> Others { get; private set; } = [];

    /// <summary>How many services are in the list; null: too many for a phone.</summary>
    public int? Services { get; private set; }

    /// <summary>About so many others are known to the ordinary search: 0 for few or none; null: nobody knows.</summary>
    public int? OtherServices { get; private set; }

    /// <summary>What is fetched, in thousands of bytes, rounded up.</summary>
    public int KiloBytes { get; private set; }

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public bool IsHome => Country == options.Value.HomeCountry;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        var given = Request.Query[SituationField.Country];
        string? asked = given.Count == 1 && files.IsCountry(given[0] ?? "") ? given[0] : null;
        if (given.Count > 0 && asked is null)
        {
            Errors = [given.Count > 1 ? new FieldError(SituationField.Country, "Wrong.Repeated", "") : new FieldError(SituationField.Country, "Private.WrongCountry", given[0] is { Length: <= SearchQuery.LongestText } typed ? typed : "")];
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        Country = asked ?? options.Value.HomeCountry;
        Others = [.. (await files.CountriesAsync(cancellationToken)).Where(other => other != Country)];
        if (await files.EntriesAsync(Country, cancellationToken) is not { } found)
            return;
        (Services, OtherServices) = (found.Entries, found.Others);
        DataFile[] all = [found.File, await files.TownsAsync(Country, cancellationToken), files.Words()];
        // On a disk nothing is packed.
        KiloBytes = (all.Sum(file => mirror.IsOn ? file.Content.Length : file.PackedBytes) + Kilo - 1) / Kilo;
    }
}
