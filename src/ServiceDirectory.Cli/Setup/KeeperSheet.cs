using NodaTime;
using NodaTime.Text;

namespace ServiceDirectory.Cli.Setup;

/// <summary>
/// What a keeper has on paper: a page of plain text, at most 60 lines of 80 letters, which fit on A4. It holds no secret, as the keeper makes the key on a machine of their own; whoever finds it
/// learns that there are backups, and that this paper does not open them.
/// </summary>
internal static class KeeperSheet
{
    /// <param name="answers">Of the collective.</param>
    /// <param name="keeper">0 or 1.</param>
    /// <param name="made">The day.</param>
    public static string Write(Answers answers, int keeper, LocalDate made) =>
        $"""
        KEEPER'S SHEET {keeper + 1} OF {answers.Keepers.Count}                                   {LocalDatePattern.Iso.Format(made)}
        {answers.Name}, {answers.Address}

        You keep a key that opens the backups of this directory. Somebody of another
        organisation keeps another one. Either key opens all of them. The machine of
        the directory has neither.

        YOURS   {answers.Keepers[keeper]}
        THEIRS  {answers.Keepers[1 - keeper]}
        These are public halves, and no secret. The secret half of yours is the file
        that age-keygen made on your machine. It is not on this sheet.

        KEEP
        [ ] The file with your key, on two encrypted sticks, in two places.
        [ ] This sheet, in a third place.
        [ ] The way to the other keeper, in your head.
        [ ] Where copies of the backups are: ________________________________________

        NEVER TOGETHER
        - Your key and a backup, but for the hour of a drill.
        - Your key and the other keeper's: not in one house, bag or phone.
        - Your key and the machine of the directory.
        - A backup and that machine's files "pepper" and "seal". You do not need them:
          without them everybody is invited anew, and no entry is lost.

        TO OPEN A BACKUP: on an empty machine with PostgreSQL, age and the program
        1. setup, as docs/running.md says. It makes a new, empty database.
        2. restore FILE --identity YOUR-KEY-FILE
        3. It compares all that it read with what was backed up. Wait until it says so.

        THE DRILL, ONCE A MONTH
        1. Take the newest copy from where copies are, not from the directory's machine.
        2. Open it on an empty machine, as above.
        3. At its end restore prints a code. Tell it to a coordinator, who writes it
           down under Backups. So everybody sees when it was last done.
        4. Remove the database and the copy from that machine. Take your key away.

        UNDER PRESSURE
        - You may give the key. No directory is worth your safety.
        - What it opens: entries, what organisations decided, the made-up names of their
          members. Nobody who searched is in it, and open messages stay sealed.
        - When you safely can, tell the other keeper. Both make new keys then, and the
          copies that the old one opens are deleted wherever they are.
        - The same if you lose the key, or fear that somebody has seen it.

        WHEN THE MACHINE IS GONE
        Both of you: a new machine in another place, setup, the newest copy, restore,
        then an invitation for each member. The way: docs/running.md, docs/backup.md.

        """;
}
