using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Whether the directory could be brought back: when it was backed up, and when that was last tried, by the machine and by a keeper.</summary>
[Needs(Deed.ReadBackups)]
public sealed class BackupsModel(BackupRecord backups, Wording words) : CouncilForm(words)
{
    /// <summary>The name of the field for the code that a keeper read.</summary>
    public const string Field = "drill";

    public IReadOnlyList<BackupLine> Lines { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await backups.DrillAsync(Typed(Field), Today, cancellationToken) is null
            ? await RefuseAsync(Field, Words["Backups.Wrong"], () => ShowAsync(cancellationToken))
            : new SeeOther($"{Links.Backups(Seat.Code)}#main");

    private async Task ShowAsync(CancellationToken cancellation)
    {
        var dates = await backups.ReadAsync(cancellation);
        Lines =
        [
            new(nameof(dates.Made), dates.Made, dates.IsLate(Today)),
            new(nameof(dates.Compared), dates.Compared, dates.IsComparisonLate(Today)),
            new(nameof(dates.Drilled), dates.Drilled, dates.IsDrillLate(Today)),
        ];
    }
}

/// <param name="Name">Of what is dated, as the words call it.</param>
/// <param name="On">The day; null: never.</param>
public sealed record BackupLine(string Name, LocalDate? On, bool IsLate);
