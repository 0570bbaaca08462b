using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Reports;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What was done in a year, for members and whoever pays.</summary>
public abstract class YearModel(YearReports reports, DirectoryCatalogue catalogue, PlaceFinder places, Say say, PromiseWords promises, Wording wording) : CurateModel
{
    [FromQuery(Name = ReportField.Year)]
    public string? AskedYear { get; set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Null: none is over yet.</summary>
    public int? Year { get; private set; }

    /// <summary>With what each line is about, in words.</summary>
    public IReadOnlyList<(ReportPart Part, string Label, int Number)> Lines { get; private set; } = [];

    protected async Task ReadAsync(CancellationToken cancellation)
    {
        Years = await reports.YearsAsync(Today, cancellation);
        Year = int.TryParse(AskedYear, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && Years.Contains(asked) ? asked : Years.Count > 0 ? Years[0] : null;
        if (Year is not { } year)
            return;
        await places.ReadyAsync(cancellation);
        var lines = new List<(ReportPart Part, string Label, int Number)>();
        foreach (var line in await reports.ReadAsync(Seat.OrganisationId, year, Today, cancellation))
            lines.Add((line.Part, await LabelAsync(line), line.Number));
        Lines = lines;
    }

    private async Task<string> LabelAsync(ReportLine line) => line.Part switch
    {
        ReportPart.Need => catalogue.FindNeed(Number(line.Key)) is { } need ? say.Label(need) : line.Key,
        ReportPart.Place => places.Find(Number(line.Key)) is { } place ? SayPlaces.Full(place) : line.Key,
        ReportPart.Concern => await promises.PlainAsync(Number(line.Key)),
        ReportPart.Message => wording[$"Concern.Kind.{EnumSlug.Parse<MessageKind>(line.Key)}"],
        _ => wording[$"Report.Own.{line.Key}"],
    };

    private static int Number(string key) => int.Parse(key, CultureInfo.InvariantCulture);
}

/// <summary>As a page to be printed.</summary>
[Needs(Deed.ReadReports)]
public sealed class ReportsModel(YearReports reports, DirectoryCatalogue catalogue, PlaceFinder places, Say say, PromiseWords promises, Wording wording)
    : YearModel(reports, catalogue, places, say, promises, wording)
{
    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}

/// <summary>The same as CSV for a spreadsheet.</summary>
[Needs(Deed.ReadReports)]
public sealed class ReportsFileModel(YearReports reports, DirectoryCatalogue catalogue, PlaceFinder places, Say say, PromiseWords promises, Wording wording)
    : YearModel(reports, catalogue, places, say, promises, wording)
{
    private const string Type = "text/csv; charset=utf-8";

    private readonly Wording _wording = wording;

    public IActionResult OnHead() => Content("", Type);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        IEnumerable<IEnumerable<string>> rows =
        [
            [_wording["Report.Year"], _wording["Report.Part"], _wording["Report.What"], _wording["Report.Number"]],
            .. Lines.Select(line => (string[])[$"{Year}", _wording[$"Report.Part.{line.Part}"], line.Label, line.Number.ToString(CultureInfo.InvariantCulture)]),
        ];
        HttpContext.SendUncompressed();
        return File(CsvForPeople.Write(rows), Type, "list.csv");
    }
}
