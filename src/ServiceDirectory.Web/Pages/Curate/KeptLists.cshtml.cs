using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Lists;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>One entry of a list as its form has it.</summary>
/// <param name="Name">Null: it is not to be found any more.</param>
public sealed record KeptRow(string Code, string Place, string Note, CardText? Name);

/// <summary>The lists that an organisation keeps: one form makes them and changes them.</summary>
[Needs(Deed.KeepLists)]
public sealed partial class KeptListsModel(KeptListService lists, PickedServices services, PlaceFinder places, Wording words) : CouncilForm(words)
{
    private const int UsualMonths = 3;

    private const int LongestAdded = 4_000;

    public IReadOnlyList<KeptList> Lists { get; private set; } = [];

    /// <summary>The one that is changed; null: a new one is made.</summary>
    public KeptList? Chosen { get; private set; }

    public IReadOnlyList<KeptRow> Rows { get; private set; } = [];

    public string Name => Sent(KeptListField.Called) ?? Chosen?.Name ?? "";

    public string Ends => Sent(KeptListField.Ends) ?? Iso(Chosen?.EndsOn ?? Today.PlusMonths(UsualMonths));

    /// <summary>What is wrong is odd only, and may be right.</summary>
    public bool IsOdd => Problems.Count > 0 && Problems.All(problem => problem.IsWarning);

    /// <summary>Key of what stands against the note of a row; null: nothing.</summary>
    public string? WrongNote(int row) =>
        Problems.FirstOrDefault(problem => problem.Field == FormattableString.Invariant($"entries[{row}].note")) is { } problem ? WordsOf(problem) : null;

    /// <summary>What stands against something else.</summary>
    public string? WrongWith(params ReadOnlySpan<string> fields)
    {
        foreach (var problem in Problems)
        {
            if (fields.Contains(problem.Field))
                return WordsOf(problem);
        }

        return null;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(Request.Query[KeptListField.List], cancellationToken);
        Rows = await RowsAsync(Chosen?.Entries ?? [], cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(Typed(KeptListField.List), cancellationToken);
        string here = Links.KeptLists(Seat.Code);
        if (Id(KeptListField.Revoke) is { } revoked)
        {
            return await DoAsync(
                KeptListField.Revoke, () => lists.RevokeAsync(revoked, Today, Actor, cancellationToken), async () => Rows = await RowsAsync(Chosen?.Entries ?? [], cancellationToken), here);
        }

        var (entries, wrong) = Read();
        Rows = await RowsAsync(entries, cancellationToken);
        if (wrong is not null)
            return await RefuseAsync(KeptListField.Add, Words[wrong], () => Task.CompletedTask);
        return await DoAsync(KeptListField.Called, () => lists.KeepAsync(
            new KeepList(
                Chosen?.Id, int.TryParse(Typed(KeptListField.Version), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : null, Name.Trim(), entries,
                Day(KeptListField.Ends) ?? LocalDate.MinIsoValue, Today, LookedTwice: Typed(KeptListField.Twice).Length > 0),
            Actor, cancellationToken), () => Task.CompletedTask, here);
    }

    private string? Sent(string field) => Request.HasFormContentType && Request.Form.ContainsKey(field) ? Request.Form[field].ToString() : null;

    private string WordsOf(ListingProblem problem) => Words.Find($"Kept.Wrong.{problem.Reason}") ?? Words.Find($"Refused.{problem.Reason}") ?? Words["Refused.Other"];

    private async Task ShowAsync(string? chosen, CancellationToken cancellation)
    {
        Lists = await lists.OfAsync(Seat.OrganisationId, Today, cancellation);
        Chosen = Guid.TryParse(chosen, out var id) ? Lists.FirstOrDefault(list => list.Id == id && list.RevokedOn is null) : null;
    }

    /// <summary>What the form holds, in its new order, and the key of what stands against what was added.</summary>
    private (IReadOnlyList<KeptEntry> Entries, string? Wrong) Read()
    {
        var (codes, at, notes) = (Ticked(KeptListField.Entry), Ticked(KeptListField.Place), Ticked(KeptListField.Note));
        var rows = new List<(double Place, KeptEntry Entry)>();
        foreach (var (row, code) in codes.Take(PickedServices.Most).Index())
        {
            string place = row < at.Count ? at[row].Trim() : "", note = row < notes.Count ? notes[row].Trim() : "";
            if (place.Length > 0 && PickedCodes.Read(code) is { Codes: [var one], Errors.Count: 0 })
                rows.Add((double.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue, new KeptEntry(one, note.Length > 0 ? note : null)));
        }

        // What has the same number stays in its order.
        List<KeptEntry> entries = [.. rows.OrderBy(row => row.Place).Select(row => row.Entry).DistinctBy(entry => entry.Code)];
        string added = Typed(KeptListField.Add);
        if (added.Length > LongestAdded)
            return (entries, "Wrong.TooLong");
        // Of the address of a list what stands behind its question mark.
        var picked = PickedCodes.Read(OfAddress().Replace(added, " ").Replace("&", " ", StringComparison.Ordinal).Replace($"{PickedCodes.Field}=", " ", StringComparison.Ordinal));
        entries.AddRange(picked.Codes.Where(code => entries.TrueForAll(entry => entry.Code != code)).Select(code => new KeptEntry(code)));
        return (entries, picked.Errors.Count > 0 ? "Kept.WrongCode" : null);
    }

    private async Task<IReadOnlyList<KeptRow>> RowsAsync(IReadOnlyList<KeptEntry> entries, CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        var found = await services.ReadAsync([.. entries.Select(entry => entry.Code).Take(PickedServices.Most)], Now, CultureInfo.CurrentUICulture.Name, id => places.Find(id)?.Zone, cancellation);
        return
        [
            .. entries.Select((entry, at) => new KeptRow(
                entry.Code, (at + 1).ToString(CultureInfo.InvariantCulture), entry.Note ?? "", found.Found.FirstOrDefault(service => service.Hit.Code == entry.Code)?.Hit.Card.Name)),
        ];
    }

    private static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\S*/list(?:/print)?\?")]
    private static partial Regex OfAddress();
}
